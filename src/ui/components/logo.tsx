/** The product's mark: a page in four fragments, of which three suffice. */
import { makeStyles, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  mark: { display: "block", flexShrink: 0 },
  strong: { fill: tokens.colorBrandBackground },
  bright: { fill: tokens.colorPaletteLightTealBorderActive },
  deep: { fill: tokens.colorBrandBackgroundPressed },
  spare: {
    fill: "none",
    stroke: tokens.colorPaletteLightTealBorderActive,
    strokeWidth: 2,
    strokeDasharray: "3 2",
  },
});

/** For the eye alone: the product's name stands beside it. */
export function Logo({ sizePx }: { readonly sizePx: number }) {
  const styles = useStyles();
  return (
    <svg
      aria-hidden="true"
      className={styles.mark}
      height={sizePx}
      viewBox="0 0 32 32"
      width={sizePx}
    >
      <path className={styles.strong} d="M6 2h9v13H3V5a3 3 0 0 1 3-3z" />
      <path className={styles.bright} d="M17 2h4l8 8v5H17z" />
      <path className={styles.deep} d="M3 17h12v13H6a3 3 0 0 1-3-3z" />
      <path className={styles.spare} d="M18 18h10v8.5a2.5 2.5 0 0 1-2.5 2.500H18z" />
    </svg>
  );
}
