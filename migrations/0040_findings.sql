-- How a passage stands to the finding that rests on it: null supports it, else it opposes or qualifies it.
alter table trace_link add column stance text;

alter table synthesis_finding add column is_deep_dive boolean not null default false;
-- The finding that this one stands against: what makes a small one a minority position.
alter table synthesis_finding add column against_id uuid references synthesis_finding;
-- Why it was discarded: stays public.
alter table synthesis_finding add column discarded_for text;

-- Themes that a finding carries: the threads through the chapters.
create table synthesis_finding_theme (
  finding_id uuid not null references synthesis_finding,
  theme_id uuid not null references synthesis_theme,
  primary key (finding_id, theme_id)
);
create index synthesis_finding_theme_theme on synthesis_finding_theme (theme_id);

-- Passages that somebody at the desk has picked and not yet written a finding on.
create table synthesis_basket (
  person_id uuid not null references people_person,
  passage_id uuid not null references synthesis_passage,
  cycle_id uuid not null references forums_cycle,
  added_at timestamptz(3) not null,
  primary key (person_id, passage_id)
);
