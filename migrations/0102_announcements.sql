-- An announcement: on lists, to followers, or to both. What went to lists alone stands in their archives; what followers got has a page.
create table lists_announcement (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  -- From 1 within its forum: its address.
  number integer not null,
  subject text not null,
  text text not null,
  language text not null,
  -- Whose followers it went to: [{"kind", "id", "title"}], the title as it was then.
  audiences jsonb not null,
  -- The lists that it is on.
  lists uuid[] not null default '{}',
  -- How many followers it was sent to; those who have it by a list are not counted.
  readers integer not null,
  form_key uuid unique,
  made_at timestamptz(3) not null,
  unique (forum_id, number)
);

-- Who is still to be handed their copy: a working surface, empty once all have left for the queue.
create table lists_announced (
  announcement_id uuid not null references lists_announcement,
  mail text not null,
  language text not null,
  -- The places in the announcement's audiences that brought it to them.
  because integer[] not null,
  primary key (announcement_id, mail)
);

-- Its author asks that no archive keeps it (X-No-Archive: yes, Archive: no): it is sent, and its words are not shown.
alter table lists_post add column is_not_archived boolean not null default false;
