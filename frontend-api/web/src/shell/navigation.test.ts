import { expect, test } from "vitest";
import { isUnder, NAVIGATION, OWN } from "./navigation";

test.each([
  ["/", "/"],
  ["/round/3", "/"],
  ["/propose", "/"],
  ["/cast", "/cast"],
  ["/persona/2", "/cast"],
  ["/persona/2/chat", "/chat"],
  ["/chat", "/chat"],
  ["/governance/new", "/governance"],
  ["/governance/12", "/governance"],
  ["/mine", "/mine"],
  ["/elsewhere", undefined],
])("%s lies under %s alone", (path, place) => {
  const found = [...NAVIGATION, ...OWN].filter(({ to }) => isUnder(path, to)).map(({ to }) => to);
  expect(found).toEqual(place ? [place] : []);
});
