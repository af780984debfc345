/** Begins the pages of mails and their links: what is loaded when one of them is first shown. */

import { mail } from "../i18n/en_mail.js";
import { add } from "../i18n/t.js";
import { ConfirmEmail } from "../pages/mail/confirm_email.js";
import { ForgotPassword } from "../pages/mail/forgot_password.js";
import { Unsubscribe } from "../pages/mail/unsubscribe.js";

/** Returns the pages by name. */
export function begin() {
  add(mail);
  return { confirm: ConfirmEmail, forgot: ForgotPassword, unsubscribe: Unsubscribe };
}
