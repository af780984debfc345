/** Begins the chat: what is loaded when the first page is there. */

import { Chat } from "./chat.js";
import { Dock } from "./dock/dock.js";

/** Put the dock into the shell; returns it. */
export function begin({ app, door, shell }) {
  const chat = new Chat(app);
  chat.start();
  const dock = new Dock({ app, chat, door });
  shell.dock(dock);
  return dock;
}
