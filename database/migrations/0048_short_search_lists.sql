-- What was indexed last waits in a list that every search reads from one end to the other, of up to 4 MB; with some
-- thousand new posts that took longer than all the rest of a search.
alter index search_entry_words set (gin_pending_list_limit = 64);
alter index search_entry_title set (gin_pending_list_limit = 64);
select gin_clean_pending_list('search_entry_words'), gin_clean_pending_list('search_entry_title');
