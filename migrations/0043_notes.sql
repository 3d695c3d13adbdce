-- What the desk notes beside an answer while it reads: not public.
create table synthesis_note (
  answer_id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  text text not null,
  noted_by uuid,
  noted_at timestamptz(3) not null
);
create index synthesis_note_cycle on synthesis_note (cycle_id);
