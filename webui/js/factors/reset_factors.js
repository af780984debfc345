/** The page of an administrator's link that takes off the second factor. */

import { password } from "../components/account_fields.js";
import { t } from "../i18n/t.js";
import { LinkPage } from "../pages/link_page.js";

export class ResetFactors extends LinkPage {
  fields = [password({ hint: t("unlock.password.hint"), check: () => "" })];
  submit = t("unlock.go");
  text = t("unlock.text");

  get title() {
    return t("unlock.title");
  }

  async act(token, values) {
    await this.props.app.api.ask("POST", "/factors-reset", { token, password: values.password || null });
    return "done";
  }

  message(outcome) {
    const texts = { title: t(`unlock.${outcome}`), text: t(`unlock.${outcome}.text`), action: t("reset.done.go") };
    return { ...texts, href: "/" };
  }
}
