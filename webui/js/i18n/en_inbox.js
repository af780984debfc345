/** English: the inbox. */

export const inbox = {
  "top.inbox": "Inbox",
  "top.inbox.unread": { one: "Inbox, {count} new note", other: "Inbox, {count} new notes" },

  "inbox.title": "Inbox",
  "inbox.loading": "Looking for what you were told…",
  "inbox.failed": "This cannot be shown just now. The page asks again by itself.",
  "inbox.empty": "Nothing has come for you yet. When you are next in a tournament, have missed an invitation or have a new friend, you find it here.",
  "inbox.list": "What you were told, the newest first",
  "inbox.all": "Mark all as read",
  "inbox.more": "Show older ones",
  "inbox.close": "Close",
  "inbox.new": "new",
  "inbox.open": "Open",

  "inbox.next_fight": "You are next in {name}, against {opponent}.",
  "inbox.next_fight.unknown": "You are next in {name}.",
  "inbox.next_fight.until": "Be there by {time}.",
  "inbox.tournament.check_in": "{name} begins soon: check in.",
  "inbox.tournament.started": "{name} has begun.",
  "inbox.tournament.result": "Your pairing in {name} is decided without play.",
  "inbox.tournament.over": "{name} is over.",
  "inbox.tournament.over.place": "{name} is over; you are number {place}.",
  "inbox.tournament.cancelled": "{name} is cancelled.",
  "inbox.friend_accepted": "{name} is your friend now.",
  "inbox.invited": "{name} has invited you to play.",
  "inbox.invitation_missed": "{name} had invited you to play while you were away.",
  "inbox.new_device": "Somebody has signed in to your account with a new browser: {device}, address {address}. If it was not you, change your password.",
  "inbox.muted": "{moderator} has muted you in a room: “{reason}”.",
  "inbox.muted.everywhere": "{moderator} has muted you everywhere: “{reason}”.",
};
