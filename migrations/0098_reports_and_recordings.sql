-- What a generated annex of a final report was made of: its figures, and whom it counted. Names are looked up when it is shown.
alter table meetings_annex add column frozen jsonb;

-- Recordings and documents of a meeting: who may see each, who its passcode, in which language it is. Passcodes were the desk's alone, and stay so.
alter table meetings_link add column visibility text not null default 'public' check (visibility in ('public', 'members', 'roles'));
alter table meetings_link add column passcode_visibility text not null default 'roles' check (passcode_visibility in ('public', 'members', 'roles'));
alter table meetings_link add column language text;

-- What this installation last saw of the addresses that stand in meetings and their reports. Looked at anew elsewhere, so it travels nowhere.
create table meetings_address (
  url text primary key,
  state text not null check (state in ('waiting', 'reached', 'unreached', 'unchecked')),
  failures integer not null default 0 check (failures >= 0),
  status integer,
  -- When it could first not be reached, of the failures that followed each other.
  failing_since timestamptz(3),
  checked_at timestamptz(3),
  next_at timestamptz(3) not null
);
create index meetings_address_due on meetings_address (next_at);
create index meetings_address_reached on meetings_address (checked_at desc) where state = 'reached';
