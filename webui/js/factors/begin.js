/** Begins what has to do with second factors: it is loaded when somebody first needs it. */

import { factors } from "../i18n/en_factors.js";
import { add } from "../i18n/t.js";
import { askProof } from "./ask_proof.js";
import { FactorList } from "./list.js";
import { ResetFactors } from "./reset_factors.js";
import { SecondStep } from "./second_step.js";
import { signInWithPasskey } from "./sign_in.js";

/** Returns the parts by name. */
export function begin() {
  add(factors);
  return { askProof, FactorList, ResetFactors, SecondStep, signInWithPasskey };
}
