-- Words in the text of an attached document are redacted as those of an answer are: a redaction is of the one or of the other.
alter table contributions_redaction
  alter column answer_id drop not null,
  add column attachment_id uuid references contributions_attachment,
  add constraint contributions_redaction_of_one check (num_nonnulls(answer_id, attachment_id) = 1);
create unique index contributions_redaction_document_once on contributions_redaction (attachment_id, range_start, range_end) where lifted_at is null and attachment_id is not null;

-- True where a public forum folder brought a file's name and text but not the file, because words of it are redacted.
alter table contributions_attachment add column is_absent boolean;
