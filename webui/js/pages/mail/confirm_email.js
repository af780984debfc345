/** The page of the link in a mail that confirms an address. A press confirms it, as programs open links too. */

import { t } from "../../i18n/t.js";
import { LinkPage } from "../link_page.js";

export class ConfirmEmail extends LinkPage {
  submit = t("confirm.submit");
  text = t("confirm.text");

  get title() {
    return t("confirm.title");
  }

  async act(token) {
    const { email, taken_back: back } = await this.props.app.api.ask("POST", "/confirm-email", { token });
    this.address = email;
    return back ? "back" : "done";
  }

  message(outcome) {
    const texts = { text: t(`confirm.${outcome}.text`, { address: this.address ?? "" }), action: t(`confirm.${outcome}.go`) };
    return { title: t(`confirm.${outcome}`), href: outcome === "back" ? "/forgot-password" : "/account/sign-in", ...texts };
  }
}
