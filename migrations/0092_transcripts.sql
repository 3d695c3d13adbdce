-- The words of a recording, cue by cue as the file had them. Numbered in its meeting, never reused: passages of it are cited.
create table meetings_transcript (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  number integer not null,
  title text,
  language text not null,
  url text,
  added_at timestamptz(3) not null,
  unique (meeting_id, number)
);

create table meetings_cue (
  id uuid primary key,
  transcript_id uuid not null references meetings_transcript,
  number integer not null,
  -- Milliseconds from the beginning; null where the file gave none.
  starts integer,
  ends integer,
  speaker text,
  text text not null,
  unique (transcript_id, number)
);
