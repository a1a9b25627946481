/** The look of Troupe: warm paper, a stage curtain's red, Fraunces for headings and Inter for text. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const curtain: MantineColorsTuple = ["#f9e7e4", "#f4d3d3", "#eaa9ab", "#e9858d", "#e2626d", "#c9434f", "#a92a37", "#9c2230", "#7f1825", "#5f0f1a"];
const gold: MantineColorsTuple = ["#fbf0d6", "#f6e2b0", "#f0d188", "#e9c164", "#e5b758", "#cf9a34", "#85590a", "#7a5108", "#6b4708", "#4d3305"];
const green: MantineColorsTuple = ["#e2f1e6", "#c5e4cf", "#9ed3b0", "#86cca2", "#72c795", "#3f9a66", "#22693f", "#1c5a35", "#15472a", "#0d331d"];
const blue: MantineColorsTuple = ["#e3eef8", "#c7def1", "#a3cbea", "#8fc1e8", "#82b9e6", "#3f83bb", "#1f5c8f", "#194d79", "#133c5f", "#0c2a44"];
const warm: MantineColorsTuple = ["#faf6f0", "#f1eae0", "#e9dfd2", "#e4d9cb", "#cdbfae", "#8a7a6d", "#6a5b50", "#574a40", "#41362e", "#2d241e"];
const night: MantineColorsTuple = ["#f3ebe2", "#d8ccbf", "#b3a496", "#9c8d80", "#3f352d", "#342b25", "#29221d", "#1f1a16", "#16120f", "#0f0c0a"];

export const theme = createTheme({
  colors: { curtain, gold, green, blue, red: curtain, yellow: gold, gray: warm, dark: night },
  primaryColor: "curtain",
  primaryShade: { light: 7, dark: 6 },
  white: "#fffdf9",
  black: "#231a15",
  autoContrast: true,
  // Above this luminance black text has the better contrast, below it white.
  luminanceThreshold: 0.18,
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontFamily: '"Fraunces Variable", Georgia, serif',
    fontWeight: "560",
    textWrap: "balance",
    sizes: { h1: { fontSize: "clamp(2rem, 5vw, 2.9rem)", lineHeight: "1.12" }, h2: { fontSize: "1.6rem", lineHeight: "1.15" } },
  },
  radius: { md: "10px", lg: "14px" },
  defaultRadius: "md",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: { defaultProps: { radius: "xl" } },
    Card: { defaultProps: { radius: "lg", withBorder: true, padding: "lg", shadow: "xs" } },
    Modal: { defaultProps: { radius: "lg", centered: true, closeButtonProps: { "aria-label": "Close" } }, styles: { title: { fontSize: "1.25rem" } } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Anchor: { defaultProps: { underline: "always" } },
    Badge: { defaultProps: { variant: "light", tt: "none" } },
    Fieldset: { styles: { legend: { fontSize: "var(--mantine-font-size-sm)", fontWeight: 500 } } },
  },
});

type Wash = readonly [colour: string, lies: string, words: string];

/** What light badges and notices lie on and are written in; red and yellow are names that Mantine's components know. */
const LIGHT: readonly Wash[] = [
  ...["curtain", "red"].map((name): Wash => [name, "#f9e7e4", "#9c2230"]),
  ...["gold", "yellow"].map((name): Wash => [name, "#fbf0d6", "#7a5108"]),
  ["green", "#e2f1e6", "#1c5a35"],
  ["blue", "#e3eef8", "#194d79"],
  ["gray", "#f1eae0", "#574a40"],
];
const DARK: readonly Wash[] = [
  ...["curtain", "red"].map((name): Wash => [name, "#3a1d1f", "#e9858d"]),
  ...["gold", "yellow"].map((name): Wash => [name, "#3a2e15", "#e5b758"]),
  ["green", "#183324", "#72c795"],
  ["blue", "#182c3d", "#82b9e6"],
  ["gray", "#342b25", "#d8ccbf"],
];

const washes = (list: readonly Wash[]): Record<string, string> =>
  Object.assign(
    {},
    ...list.map(([name, lies, words]) => ({
      [`--mantine-color-${name}-light`]: lies,
      [`--mantine-color-${name}-light-hover`]: lies,
      [`--mantine-color-${name}-light-color`]: words,
    })),
  ) as Record<string, string>;

/** The page is darker than the cards that lie on it; words that hint are readable on both, and what can be filled in or
 * pressed has an edge of 3:1 against them (WCAG 1.4.11). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...washes(LIGHT),
    "--troupe-page": "#faf6f0",
    "--troupe-edge": "#9a8b7e",
    "--mantine-color-default-border": "#9a8b7e",
    "--mantine-color-placeholder": "#6a5b50",
    "--mantine-color-anchor": "#9c2230",
    "--mantine-color-error": "#9c2230",
  },
  dark: {
    ...washes(DARK),
    "--troupe-page": "#16120f",
    "--troupe-edge": "#7d6f62",
    "--mantine-color-default-border": "#7d6f62",
    "--mantine-color-disabled": "#3f352d",
    "--mantine-color-disabled-color": "#b3a496",
    "--mantine-color-placeholder": "#b3a496",
    "--mantine-color-anchor": "#e9858d",
    "--mantine-color-error": "#e9858d",
  },
});
