-- What a mail is sent for, how soon it leaves beside others, and what an answer to it is about.
alter table record_outbox add column occasion text;
alter table record_outbox add column urgency smallint not null default 1;
alter table record_outbox add column about_kind text;
alter table record_outbox add column about_id uuid;
alter table record_outbox add column language text;
