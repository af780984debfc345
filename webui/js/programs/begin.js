/** Begins the own programs: what is loaded when the account page is shown. */

import { programs } from "../i18n/en_programs.js";
import { add } from "../i18n/t.js";
import { ProgramList } from "./list.js";

/** Returns the part that shows them; `programs` is what the server says of them. */
export function begin(props) {
  add(programs);
  return new ProgramList(props);
}
