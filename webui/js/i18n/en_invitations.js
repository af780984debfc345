/** English: invitations to play. */

export const invitations = {
  "person.invite": "Invite to play",
  "person.invite_back": "Take back the invitation to play",
  "person.invite_accept": "Accept the invitation to play",
  "person.invite_decline": "Decline the invitation to play",
  "profile.invite": "Invite to play",
  "profile.invite_back": "Take back the invitation",
  "profile.invite_accept": "Accept the invitation to play",
  "profile.invite_decline": "Decline the invitation",

  "invite.title": "Invite {name} to play",
  "invite.text": "They have two minutes to answer while they are here, and ten if they are away or in a match.",
  "invite.send": "Invite",

  "invitations.label": "Invitations to play",
  "invitations.received": "{name} invites you to play",
  "invitations.sent": "You have invited {name}",
  "invitations.left": "{time} left",
  "invitations.left.most": "{time} left at most",
  "invitations.accept": "Accept",
  "invitations.accept.label": "Accept the invitation of {name}",
  "invitations.decline": "Decline",
  "invitations.decline.label": "Decline the invitation of {name}",
  "invitations.withdraw": "Take back",
  "invitations.withdraw.label": "Take back the invitation to {name}",
  "invitations.where.online": "is here",
  "invitations.where.away": "is away",
  "invitations.where.playing": "is in a match",
  "invitations.where.offline": "is not here",
  "invitations.later": "Finish your match first.",
  "invitations.quiet": { one: "{count} invitation waits", other: "{count} invitations wait" },
  "invitations.news": "{name} invites you to play, {settings}.",

  "invitations.sent.declined": "{name} has declined your invitation.",
  "invitations.sent.expired": "{name} has not answered your invitation.",
  "invitations.received.expired": "The invitation of {name} has expired.",
  "invitations.received.withdrawn": "{name} has taken back the invitation.",
  "invitations.received.playing": "{name} has begun another match.",

  "title.invited": "● {name} invites you",

  "error.no_such_invitation": "This invitation is no longer open.",
  "error.no_such_player": "There is no such player, or none whom you can invite.",
  "error.yourself": "This is you. Invite somebody else.",
  "error.busy": "Whoever has invited you has another match by now.",
  "error.too_fast": "That was too fast. You can try again at {time}.",
};
