/** English: forgotten passwords and links in mails. They are loaded with their pages. */

export const mail = {
  "forgot.title": "Forgot your password?",
  "forgot.waiting": "Asking whether mails can be sent…",
  "forgot.text": "Give the e-mail address of your account. If it is confirmed, a mail with a link comes, by which you choose a new password.",
  "forgot.hint": "The one that you have confirmed.",
  "forgot.submit": "Send me a link",
  "forgot.go": "Back to the sign-in",
  "forgot.sent": "Look into your mails",
  "forgot.sent.text": "If an account has confirmed this address, a mail is on its way, with a link that is good for an hour. It also ends the wait after too many wrong passwords. If none comes within a few minutes, look among the spam. An address that was never confirmed gets none: then ask whoever runs this server for a one-time link.",
  "forgot.none": "This server sends no mails",
  "forgot.none.text": "Ask whoever runs it: they can make a one-time link, by which you choose a new password. It also ends the wait after too many wrong passwords.",

  "confirm.title": "Confirm your e-mail address",
  "confirm.text": "One more press, and the address to which this link was sent is confirmed as yours.",
  "confirm.submit": "Confirm the address",
  "confirm.done": "Your address is confirmed",
  "confirm.done.text": "{address} is the address of your account. With it you can get a new password if you forget yours.",
  "confirm.done.go": "To your account",
  "confirm.back": "You have your address back",
  "confirm.back.text": "{address} is the address of your account again. Whoever has changed it probably knows your password, so choose a new one next. This ends all sessions.",
  "confirm.back.go": "Choose a new password",
  "confirm.void": "This link does not work any more",
  "confirm.void.text": "It was used already, has had its time, or your account has another address by now. If the address belongs to another account, a mail says so. In your account you can have a new link sent.",
  "confirm.void.go": "To your account",

  "unsubscribe.title": "No more mails of this kind",
  "unsubscribe.text": "Press the button, and nothing more about what is in your inbox is mailed to you. Mails about the account itself, such as a changed password, still come.",
  "unsubscribe.submit": "Send no more",
  "unsubscribe.done": "No more mails",
  "unsubscribe.done.text": "Nothing more is mailed about your inbox. On the account page you can choose otherwise at any time.",
  "unsubscribe.go": "To the account page",
};
