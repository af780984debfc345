/** The page for a new password by a one-time link. */

import { newPassword } from "../components/account_fields.js";
import { t } from "../i18n/t.js";
import { LinkPage } from "./link_page.js";

export class Reset extends LinkPage {
  fields = [newPassword({ label: t("account.password.new") })];
  submit = t("reset.submit");
  text = t("reset.text");

  get title() {
    return t("reset.title");
  }

  async act(token, { password }) {
    await this.props.app.api.ask("POST", "/password-reset", { token, password });
    return "done";
  }

  message(outcome) {
    const ways = { done: ["/", t("reset.done.go")], void: ["/forgot-password", t("reset.void.go")] };
    const [href, action] = ways[outcome];
    return { title: t(`reset.${outcome}`), text: t(`reset.${outcome}.text`), action, href };
  }
}
