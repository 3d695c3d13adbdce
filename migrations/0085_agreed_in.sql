-- The meeting or session in which a document, such as key messages, was agreed. Meetings may come after it in a folder.
alter table drafts_document add column agreed_in uuid references meetings_meeting (id) deferrable initially deferred;
create index drafts_document_agreed_in on drafts_document (agreed_in) where agreed_in is not null;
