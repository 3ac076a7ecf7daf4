// The page of one message, for pictures: what it shows stands in the page.

import { setNow } from "./clock.js";
import { message } from "./message.js";
import { setNames } from "./names.js";

const data = JSON.parse(document.getElementById("data").textContent);
setNow(data.view.now);
setNames(data.view);
const still = async () => {};
document.querySelector("main").append(message(data.message, { press: still, choose: still, place: null }));
document.title = "ready";
