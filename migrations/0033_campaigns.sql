-- What contributions are compared by. Derived from their texts, so no folder carries it. Shingles and band keys stand only where later
-- texts are compared with this one: what is nearly the same as another adds nothing.
create table synthesis_fingerprint (
  contribution_id uuid primary key references contributions_contribution,
  cycle_id uuid not null references forums_cycle,
  band_keys integer[],
  shingles bytea
);
create index synthesis_fingerprint_bands on synthesis_fingerprint using gin (band_keys) where band_keys is not null;
create index synthesis_fingerprint_cycle on synthesis_fingerprint (cycle_id);

create table synthesis_campaign (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  -- Set when all its members have gone elsewhere; its number is not given again.
  dissolved_at timestamptz(3),
  -- Where they went, when it was united with another.
  into_id uuid references synthesis_campaign,
  unique (cycle_id, number)
);

-- Which campaign a contribution is of. Without one: a person said that it stands apart, and nothing puts it back but a person.
create table synthesis_campaign_member (
  contribution_id uuid primary key references contributions_contribution,
  cycle_id uuid not null references forums_cycle,
  campaign_id uuid references synthesis_campaign,
  placed_by text not null,
  -- To the one most alike when it was placed, in thousandths; null where a person placed it or where it came first.
  similarity integer,
  placed_at timestamptz(3) not null
);
create index synthesis_campaign_member_campaign on synthesis_campaign_member (campaign_id);
create index synthesis_campaign_member_cycle on synthesis_campaign_member (cycle_id);

-- How form letters are counted in a cycle, as the forum publishes it; without a row: each.
create table synthesis_counting (
  cycle_id uuid primary key references forums_cycle,
  forum_id uuid not null references forums_forum,
  rule text not null,
  revision integer not null default 1
);

-- Up to which entry of a forum's record its new texts have been placed.
create table synthesis_campaign_progress (
  forum_id uuid primary key references forums_forum,
  sequence integer not null
);
