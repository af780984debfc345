/** Begins what has to do with providers: the way back from one, and the account's card. Loaded when first shown. */

import { providers } from "../i18n/en_providers.js";
import { add } from "../i18n/t.js";
import { ComeBack } from "./come_back.js";
import { IdentityList } from "./identity_list.js";

/** Returns the page by its name, and the list of identities. */
export function begin() {
  add(providers);
  return { back: ComeBack, IdentityList };
}
