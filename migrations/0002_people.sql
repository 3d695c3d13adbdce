create table people_person (
  id uuid primary key,
  name text not null,
  mail text,
  created_at timestamptz(3) not null
);
create unique index people_person_mail on people_person (lower(mail)) where mail is not null;

create table people_organisation (
  id uuid primary key,
  name text not null,
  short_name text,
  stakeholder_group text,
  regional_group text
);
create unique index people_organisation_name on people_organisation (name);

-- Dated, so that a list printed in 2017 stays true.
create table people_affiliation (
  id uuid primary key,
  person_id uuid not null references people_person,
  organisation_id uuid not null references people_organisation,
  unit text,
  from_date date,
  until_date date
);

-- forum_id null: the whole installation.
create table people_role (
  id uuid primary key,
  person_id uuid not null references people_person,
  forum_id uuid,
  cycle_id uuid,
  role text not null,
  from_date date,
  until_date date,
  source text
);
create unique index people_role_once on people_role (person_id, role, coalesce(forum_id, person_id), coalesce(cycle_id, person_id)) where until_date is null;

create table people_login_link (
  id uuid primary key,
  person_id uuid not null references people_person,
  token_hash text not null unique,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

create table people_login (
  id uuid primary key,
  person_id uuid not null references people_person,
  token_hash text not null unique,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
