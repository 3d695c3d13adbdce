-- What a paragraph is made of (src/drafts/blocks/model.ts), where it is more than its words; null: a plain paragraph. `text` stays
-- what anchors, comments and comparisons go by. Sections are headings of a level; an annex is one of the first.
alter table drafts_paragraph add column body jsonb;
alter table drafts_version_paragraph add column body jsonb;
alter table drafts_section add column level smallint not null default 1, add column is_annex boolean not null default false;
alter table drafts_version_section add column level smallint not null default 1, add column is_annex boolean not null default false;
