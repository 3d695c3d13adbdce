-- How often each answer was given for a slot, kept by each vote in its own transaction: a page of many votes counts nothing.
alter table meetings_slot add column said_yes integer not null default 0, add column said_maybe integer not null default 0, add column said_no integer not null default 0;
update meetings_slot slot set said_yes = counted.yes, said_maybe = counted.maybe, said_no = counted.no
from (
  select slot_id, count(*) filter (where answer = 'yes') as yes, count(*) filter (where answer = 'if-need-be') as maybe, count(*) filter (where answer = 'no') as no
  from meetings_vote group by slot_id
) counted where counted.slot_id = slot.id;
