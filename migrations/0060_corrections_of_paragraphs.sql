-- The right of correction covers what drafts say too: a sentence put before somebody is a finding, or a paragraph that rests on their words directly.
alter table synthesis_correction alter column finding_id drop not null;
alter table synthesis_correction add column paragraph_id uuid;
alter table synthesis_correction add constraint synthesis_correction_about check (num_nonnulls(finding_id, paragraph_id) = 1);
create unique index synthesis_correction_paragraph on synthesis_correction (round_id, contribution_id, paragraph_id) where paragraph_id is not null;
