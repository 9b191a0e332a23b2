-- Says so whenever what somebody may do has changed, so that servers which remember a caller for some seconds forget at once.

create function notify_access_changed() returns trigger
  language plpgsql as $$
  begin
    perform pg_notify('access_changed', '');
    return null;
  end
  $$;

create trigger sessions_ended after delete on sessions for each statement execute function notify_access_changed();
create trigger accounts_changed after update or delete on accounts for each statement execute function notify_access_changed();
create trigger grants_changed after insert or update or delete on grants for each statement execute function notify_access_changed();
create trigger roles_changed after insert or update or delete on roles for each statement execute function notify_access_changed();
