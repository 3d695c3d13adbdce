-- In which campaigns a person placed something: few rows among a hundred thousand.
create index synthesis_campaign_member_decided on synthesis_campaign_member (campaign_id) where placed_by = 'person';
