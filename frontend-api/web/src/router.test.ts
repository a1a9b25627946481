import { expect, test } from "vitest";
import { parsePath } from "./router";

test.each([
  ["/", { page: "home" }],
  ["/propose", { page: "propose" }],
  ["/round/12", { page: "round", id: 12 }],
  ["/persona/3/", { page: "persona", id: 3 }],
  ["/round/0", { page: "missing" }],
  ["/round/1x", { page: "missing" }],
  ["/round/1/2", { page: "missing" }],
  ["/elsewhere", { page: "missing" }],
])("%s", (path, route) => expect(parsePath(path)).toEqual(route));
