-- Comments in full: replies, bodies that join in, remarks of the editors, earlier wordings, what the desk has set aside.
alter table review_comment
  add column in_reply_to uuid references review_comment,
  add column is_from_editors boolean not null default false,
  add column joint_bodies text[] not null default '{}',
  -- Set together with withdrawn_at where the desk took it out of sight, and not its sender.
  add column set_aside_for text,
  add column set_aside_note text,
  add column revision integer not null default 1;
create index review_comment_reply on review_comment (in_reply_to) where in_reply_to is not null;

-- Every earlier wording of a comment, oldest first.
create table review_wording (
  comment_id uuid not null references review_comment,
  sequence integer not null,
  type text not null,
  text text not null,
  proposal text,
  missing_where text,
  replaced_at timestamptz(3) not null,
  primary key (comment_id, sequence)
);

-- Who agrees with a comment instead of saying it again; counted once confirmed.
create table review_agreement (
  id uuid primary key,
  comment_id uuid not null references review_comment,
  person_id uuid,
  mail text,
  name text,
  organisation text,
  stakeholder_group text,
  regional_group text,
  is_named boolean not null,
  agreed_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  withdrawn_at timestamptz(3)
);
create index review_agreement_comment on review_agreement (comment_id);
create unique index review_agreement_mail on review_agreement (comment_id, lower(mail)) where withdrawn_at is null and mail is not null;
create unique index review_agreement_person on review_agreement (comment_id, person_id) where withdrawn_at is null and person_id is not null;

-- Comments that are not taken yet: they wait for the link mailed to their sender, or for the desk. A row goes when its comment comes.
create table review_waiting (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  review_id uuid not null references review_review,
  state text not null,
  said jsonb not null,
  mail text,
  received_at timestamptz(3) not null,
  form_key uuid unique,
  declined_for text,
  declined_note text,
  declined_at timestamptz(3)
);
create index review_waiting_cycle on review_waiting (cycle_id, received_at);
