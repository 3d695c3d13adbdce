-- What did not agree when an edition was published, and was published so: contests without an answer, and what the checks found. Its kinds
-- of input without an outcome stand in publication_residue.
create table publication_shortcoming (
  edition_id uuid not null references publication_edition,
  position integer not null,
  kind text not null,
  -- Of a check: the paragraph's number; null for a heading.
  paragraph integer,
  -- Of a contest: the finding or paragraph and the contribution, F-3 and C-14.
  subject text,
  source text,
  -- The words that the check is about.
  words text,
  -- What the check found, as its sentence needs it.
  detail jsonb,
  primary key (edition_id, position)
);

-- To whom the outcome of what they sent was told when an edition came out, by contribution and comment. The address is not repeated.
create table publication_told (
  edition_id uuid not null references publication_edition,
  source_kind text not null,
  source_id uuid not null,
  told_at timestamptz(3) not null,
  primary key (edition_id, source_id)
);

-- Who asked to be told no more, by one of the contributions and comments they sent: it holds for all that came from the same address.
create table publication_stop (
  source_id uuid primary key,
  source_kind text not null,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  stopped_at timestamptz(3) not null
);
create index publication_stop_forum on publication_stop (forum_id);

-- What starts at a thing, whatever the relation: the trace of one contribution is read without the rest of its cycle.
create index trace_link_from on trace_link (from_id);
