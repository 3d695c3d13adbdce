-- The matrix counts fifty thousand passages by whose words they are: the contribution's number stands with the passage of an answer, and in
-- an index that has nothing else.
alter table synthesis_passage add column contribution_number integer;
update synthesis_passage set contribution_number = c.number
from contributions_answer a join contributions_contribution c on c.id = a.contribution_id where source_kind = 'answer' and a.id = source_id;
create index synthesis_passage_counted on synthesis_passage (cycle_id, id) include (number, contribution_number) where unmarked_at is null and contribution_number is not null;

-- Answers that were taken back: few among many.
create index contributions_answer_removed on contributions_answer (contribution_id) where removed_at is not null;
