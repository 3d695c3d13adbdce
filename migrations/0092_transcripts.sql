-- What a recording needs beside its address: the language it is in, and for whom its passcode is.
alter table meetings_link add language text, add passcode_shown text not null default 'desk';

-- Whether links still lead somewhere, as far as we saw: worked out anew by whoever runs the check, and not part of a forum's folder.
create table meetings_link_check (
  link_id uuid primary key references meetings_link on delete cascade,
  checked_at timestamptz(3) not null,
  -- `reached`, `gone` (the server says that it is not there), `silent` (no answer), `not-asked` (a private address).
  outcome text not null,
  status integer,
  failures integer not null default 0,
  next_at timestamptz(3) not null
);
create index meetings_link_check_next on meetings_link_check (next_at);

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
