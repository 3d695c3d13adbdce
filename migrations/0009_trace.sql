-- Every link between things stands here and nowhere else.
--   rests-on      finding → passage; paragraph → finding, passage, comment, reference (version_id null: the working text)
--   changed       comment → paragraph that changed because of it
--   duplicate-of  comment → comment
create table trace_link (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  relation text not null,
  from_kind text not null,
  from_id uuid not null,
  version_id uuid references drafts_version,
  to_kind text not null,
  to_id uuid not null,
  position integer not null,
  linked_at timestamptz(3) not null
);
create unique index trace_link_once on trace_link (relation, from_id, to_id, coalesce(version_id, from_id));
create index trace_link_to on trace_link (to_id);
create index trace_link_cycle on trace_link (cycle_id);

-- What became of a unit that no paragraph rests on: said by the editors, with a reason.
create table trace_fate (
  unit_id uuid primary key,
  unit_kind text not null,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  fate text not null,
  reason text not null,
  given_at timestamptz(3) not null,
  revision integer not null default 1
);
create index trace_fate_cycle on trace_fate (cycle_id);

create table publication_edition (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  version_id uuid not null unique references drafts_version,
  title text not null,
  summary text not null,
  published_at timestamptz(3) not null,
  accounted integer not null,
  units integer not null,
  unique (cycle_id, number)
);

-- The annex of what had no fate when the edition was published.
create table publication_residue (
  edition_id uuid not null references publication_edition,
  position integer not null,
  unit_kind text not null,
  unit_id uuid not null,
  ref text not null,
  primary key (edition_id, position)
);
