-- The words of letters that are answered between their lines, one row for all copies of a letter: a mail that has left has no words any
-- more, and programs that quote without a mark leave no other way to tell what they quote. Addresses of pages are left out.
create table record_letter_words (
  occasion text not null,
  about_id uuid not null,
  -- '' where a mail does not say its language.
  language text not null,
  words text not null,
  primary key (about_id, occasion, language)
);
