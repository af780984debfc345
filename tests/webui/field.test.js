/** A password can be looked at while it is typed, and no longer. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { password } from "../../webui/js/components/account_fields.js";
import { Field } from "../../webui/js/components/field.js";
import { newDocument, textIn } from "./dom.js";

function field() {
  const made = new Field(password());
  const { input } = made;
  input.type = input.getAttribute("type");
  Object.assign(input, { value: "open sesame", selectionStart: 4, selectionEnd: 7 });
  // as in a browser: the caret is lost when the type changes
  let type = input.type;
  Object.defineProperty(input, "type", {
    get: () => type,
    set: (next) => {
      type = next;
      Object.assign(input, { selectionStart: 0, selectionEnd: 0 });
    },
  });
  input.setSelectionRange = (selectionStart, selectionEnd) => Object.assign(input, { selectionStart, selectionEnd });
  return made;
}

const seen = ({ input, shows }) => [input.type, shows.getAttribute("aria-pressed"), input.selectionStart, input.selectionEnd];

beforeEach(newDocument);

test("the button shows and hides it, and the caret stays", () => {
  const part = field();
  assert.equal(textIn(part.shows), "Show the password");
  part.shows.click();
  assert.deepEqual(seen(part), ["text", "true", 4, 7]);
  part.shows.click();
  assert.deepEqual(seen(part), ["password", "false", 4, 7]);
  assert.deepEqual([part.value, part.input.getAttribute("autocomplete")], ["open sesame", "current-password"]);
});

test("it is hidden again when the form is sent; other fields have nothing to hide", () => {
  const part = field();
  part.shows.click();
  part.conceal();
  assert.deepEqual(seen(part), ["password", "false", 4, 7]);
  const name = new Field({ name: "name", label: "Name" });
  name.conceal();
  assert.equal(name.element.querySelector("button"), null);
});
