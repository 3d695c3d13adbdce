-- What came of reading an attached file. The row is made when the reader first sees the file; an attachment without one waits.
create table contributions_document (
  attachment_id uuid primary key references contributions_attachment,
  contribution_id uuid not null references contributions_contribution,
  outcome text not null,
  reason text,
  format text,
  pages integer,
  language text,
  title text,
  author text,
  characters integer not null default 0,
  -- [{"code": …, "count": …}]
  warnings text not null default '[]',
  read_at timestamptz(3),
  revision integer not null default 1,
  attempts integer not null default 0,
  not_before timestamptz(3)
);
create index contributions_document_contribution on contributions_document (contribution_id);
create index contributions_document_waiting on contributions_document (attachment_id) where outcome = 'waiting';

-- The text, block by block; ranges in code points of the blocks joined by line ends, end exclusive.
create table contributions_document_block (
  attachment_id uuid not null references contributions_document,
  position integer not null,
  kind text not null,
  level integer,
  page integer,
  label text,
  range_start integer not null,
  range_end integer not null,
  part integer not null,
  text text not null,
  primary key (attachment_id, position)
);
create index contributions_document_block_part on contributions_document_block (attachment_id, part);

-- The pages of a document on which the words stand, as they are cited: 12, xii, 12–13.
alter table synthesis_passage add column page text;
