/** The look of every pane and page: Fluent's themes in the product's colour, a deep teal. */
import {
  createDarkTheme,
  createLightTheme,
  type BrandVariants,
  type Theme,
} from "@fluentui/react-components";

/** Even steps of lightness at one hue; white on 80 has a contrast of 6.2, 120 on dark grey of 5.2. */
const teal: BrandVariants = {
  10: "#011317",
  20: "#001f25",
  30: "#002c34",
  40: "#023740",
  50: "#02424d",
  60: "#02505c",
  70: "#025d6b",
  80: "#026b7b",
  90: "#02798b",
  100: "#06899d",
  110: "#0c9aaf",
  120: "#2fa9be",
  130: "#5dbacd",
  140: "#83cbda",
  150: "#a9dbe6",
  160: "#ceebf1",
};

/** Japanese first among the fall-backs, so that kanji take their Japanese shapes. */
const fontFamilyBase =
  "'Segoe UI', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, 'Noto Sans CJK JP', 'Noto Sans JP', -apple-system, BlinkMacSystemFont, Roboto, 'Helvetica Neue', sans-serif";

export const lightTheme: Theme = { ...createLightTheme(teal), fontFamilyBase };

/** Fluent's dark theme takes a step of the brand that is too dark for text; two steps on it is readable. */
export const darkTheme: Theme = {
  ...createDarkTheme(teal),
  fontFamilyBase,
  colorBrandForeground1: teal[120],
  colorBrandForeground2: teal[130],
  colorBrandForegroundLink: teal[120],
  colorBrandForegroundLinkHover: teal[130],
  colorBrandForegroundLinkPressed: teal[110],
  colorCompoundBrandForeground1: teal[120],
  colorCompoundBrandForeground1Hover: teal[130],
  colorCompoundBrandForeground1Pressed: teal[110],
  colorCompoundBrandBackground: teal[120],
  colorCompoundBrandBackgroundHover: teal[130],
  colorCompoundBrandBackgroundPressed: teal[110],
  colorCompoundBrandStroke: teal[120],
  colorCompoundBrandStrokeHover: teal[130],
  colorCompoundBrandStrokePressed: teal[110],
};

/** More contrast, for those who ask their system for it: every grey text and line becomes a clear one. */
function strengthen(theme: Theme): Theme {
  return {
    ...theme,
    colorNeutralForeground2: theme.colorNeutralForeground1,
    colorNeutralForeground3: theme.colorNeutralForeground1,
    colorNeutralForeground4: theme.colorNeutralForeground1,
    colorNeutralStroke1: theme.colorNeutralStrokeAccessible,
    colorNeutralStroke2: theme.colorNeutralStrokeAccessible,
    colorNeutralStroke3: theme.colorNeutralStrokeAccessible,
  };
}

export interface Appearance {
  readonly isDark: boolean;
  readonly wantsContrast: boolean;
}

export function themeFor({ isDark, wantsContrast }: Appearance): Theme {
  const theme = isDark ? darkTheme : lightTheme;
  return wantsContrast ? strengthen(theme) : theme;
}
