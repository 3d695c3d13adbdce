-- Mailing lists. The slug is the part of the address before the @, and every list of the installation has its own.
create table lists_list (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  -- Null: of the forum as a whole.
  cycle_id uuid references forums_cycle,
  slug text not null unique,
  title text not null,
  description text not null default '',
  -- Who may join and post: open, whoever confirms; members, whom the desk lets in; announcement, whoever confirms, and the desk alone posts.
  kind text not null check (kind = any (array['open', 'members', 'announcement'])),
  language text not null,
  -- In brackets before every subject; null: none.
  tag text,
  -- In bytes, of a mail as it arrives.
  size_limit integer not null default 1000000 check (size_limit >= 10000),
  -- How many posts of a member are read before theirs go out by themselves; 0: none; null: every post is.
  trusted_after integer default 1 check (trusted_after >= 0),
  -- What becomes of mail of those who are no members: held for a moderator, or refused with a sentence.
  strangers text not null default 'held' check (strangers = any (array['held', 'rejected'])),
  is_archive_private boolean not null default false,
  -- 1 Monday to 7 Sunday on which daily digests gather; null: every day. The hour is of UTC.
  digest_day integer check (digest_day >= 1),
  digest_hour integer not null default 6 check (digest_hour >= 0),
  -- Domains whose mail is always rewritten, whatever they publish.
  rewritten_domains text[] not null default '{}',
  created_at timestamptz(3) not null,
  -- Takes no post and no new member; its archive stays.
  closed_at timestamptz(3),
  revision integer not null default 1,
  form_key uuid unique
);
create index lists_list_forum on lists_list (forum_id);

-- Who is mailed what waits, and may decide by answering. They need not be members.
create table lists_moderator (
  id uuid primary key,
  list_id uuid not null references lists_list,
  name text not null,
  mail text not null,
  language text not null,
  added_at timestamptz(3) not null,
  removed_at timestamptz(3)
);
create unique index lists_moderator_mail on lists_moderator (list_id, lower(mail)) where removed_at is null;

create table lists_subscription (
  id uuid primary key,
  list_id uuid not null references lists_list,
  mail text not null,
  name text,
  language text not null,
  delivery text not null default 'at-once' check (delivery = any (array['at-once', 'digest', 'mime-digest', 'none'])),
  -- bouncing: paused by the product, because mail came back; paused: by the member, who keeps the delivery for later.
  state text not null check (state = any (array['asked', 'confirmed', 'paused', 'left', 'bouncing'])),
  -- How they came: asked themselves by mail or on the page, or were entered by the desk with their consent.
  came_by text not null check (came_by = any (array['mail', 'web', 'desk', 'import'])),
  -- What the desk noted of their consent.
  consent text,
  person_id uuid references people_person,
  -- On members' lists: let in by the desk. Elsewhere: now.
  admitted_at timestamptz(3),
  asked_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  state_at timestamptz(3) not null,
  -- Posts published of theirs; when it reaches what the list asks for, theirs go out by themselves.
  trusted_posts integer not null default 0,
  -- Set by a moderator, whatever the count says; null: the count decides.
  is_trusted boolean
);
create unique index lists_subscription_mail on lists_subscription (list_id, lower(mail));
-- In this order posts are fanned out.
create index lists_subscription_fan on lists_subscription (list_id, state, delivery, id);

create table lists_post (
  id uuid primary key,
  list_id uuid not null references lists_list,
  -- From 1 within its list, when it is published; never reused: it is its address. Those that wait have none.
  number integer,
  message_id text not null,
  -- The mail named none, and this one was made from what it holds.
  is_message_id_made boolean not null default false,
  in_reply_to text,
  -- Message ids, oldest first.
  references_list text[] not null default '{}',
  -- The first post of its thread (its own id for the first), and the one it answers.
  thread_id uuid not null,
  parent_id uuid,
  subject text not null,
  author_name text,
  author_mail text,
  -- Null: the mail has none that can be read.
  sent_at timestamptz(3),
  received_at timestamptz(3) not null,
  -- The language of its words where that is known: the list's.
  language text not null,
  text text not null,
  -- Cleaned; null: it came as plain text.
  html text,
  -- The mail as it came, in the file store.
  raw text not null,
  size integer not null,
  came_by text not null check (came_by = any (array['mail', 'desk', 'import'])),
  state text not null check (state = any (array['held', 'published', 'rejected', 'discarded'])),
  -- Why it was held: stranger, first-post, moderated, too-large, announcement, automatic; null: it was not.
  held_for text,
  -- What its author was told when it was rejected.
  reason text,
  decided_at timestamptz(3),
  decided_by uuid references people_person,
  published_at timestamptz(3),
  -- Taken out of the archive: the number stays, the words do not.
  removed_at timestamptz(3),
  -- One announcement to several lists: whoever is on more than one is sent it once.
  announcement_id uuid,
  -- What was found of its sender when it came (RFC 8601), for the seal over what the list changes.
  authentication text,
  person_id uuid references people_person,
  words tsvector generated always as (
    setweight(to_tsvector('simple', subject), 'A') || setweight(to_tsvector('simple', coalesce(author_name, '')), 'B') ||
    case split_part(language, '-', 1)
      when 'ar' then to_tsvector('arabic', text) when 'da' then to_tsvector('danish', text) when 'de' then to_tsvector('german', text)
      when 'el' then to_tsvector('greek', text) when 'en' then to_tsvector('english', text) when 'es' then to_tsvector('spanish', text)
      when 'fi' then to_tsvector('finnish', text) when 'fr' then to_tsvector('french', text) when 'hu' then to_tsvector('hungarian', text)
      when 'id' then to_tsvector('indonesian', text) when 'it' then to_tsvector('italian', text) when 'nl' then to_tsvector('dutch', text)
      when 'no' then to_tsvector('norwegian', text) when 'pt' then to_tsvector('portuguese', text) when 'ro' then to_tsvector('romanian', text)
      when 'ru' then to_tsvector('russian', text) when 'sv' then to_tsvector('swedish', text) when 'tr' then to_tsvector('turkish', text)
      else to_tsvector('simple', text) end
  ) stored,
  unique (list_id, message_id),
  unique (list_id, number)
);
create index lists_post_thread on lists_post (thread_id);
create index lists_post_parent on lists_post (list_id, in_reply_to);
create index lists_post_state on lists_post (list_id, state, number);
create index lists_post_words on lists_post using gin (words);
-- Answers to a mail that is not here are of one thread all the same.
create index lists_post_references on lists_post using gin (references_list);

create table lists_attachment (
  id uuid primary key,
  post_id uuid not null references lists_post,
  number integer not null,
  name text not null,
  type text not null,
  size integer not null,
  sha256 text not null,
  unique (post_id, number)
);


-- A digest that was made: posts from and to, by their numbers.
create table lists_digest (
  id uuid primary key,
  list_id uuid not null references lists_list,
  number integer not null,
  first_post integer not null,
  last_post integer not null,
  made_at timestamptz(3) not null,
  unique (list_id, number)
);

-- How far the copies of a post or digest have been handed to the queue: whoever is killed in between goes on from here.
create table lists_sending (
  id uuid primary key,
  list_id uuid not null references lists_list,
  post_id uuid references lists_post,
  digest_id uuid references lists_digest,
  kind text not null check (kind = any (array['post', 'digest', 'mime-digest'])),
  -- The last subscription whose copy is in the queue, in the order of ids; null: none is.
  after_id uuid,
  begun_at timestamptz(3) not null,
  done_at timestamptz(3),
  check ((post_id is null) <> (digest_id is null)),
  unique (post_id, kind),
  unique (digest_id, kind)
);
create index lists_sending_waits on lists_sending (begun_at) where done_at is null;
