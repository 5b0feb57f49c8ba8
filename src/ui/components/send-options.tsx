/** Where to, how long, and what protects it. */
import {
  Button,
  Checkbox,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
  typographyStyles,
} from "@fluentui/react-components";
import { ChevronDownRegular } from "@fluentui/react-icons/svg/chevron-down";
import { ChevronUpRegular } from "@fluentui/react-icons/svg/chevron-up";
import { useId, useState, type ReactNode } from "react";
import type { PublicConfig, PublicRoute } from "../../core/gateway-api";
import { openRoutes, type SendOptions as Options } from "../hooks/use-send-draft";
import { expiryChoices, expiryOf } from "../expiry-choices";
import { placesOf, type NameStore } from "../store-names";
import { useStrings } from "../strings-context";
import { PassphraseInput } from "./passphrase-input";
import { Panel } from "./panel";

const useStyles = makeStyles({
  grid: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(260px, 100%), 1fr))",
    gap: tokens.spacingHorizontalXXL,
    alignItems: "start",
  },
  two: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(260px, 100%), 1fr))",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalM,
  },
  label: { ...typographyStyles.body1, margin: 0 },
  fixed: { ...typographyStyles.body1Strong, margin: 0 },
  hint: { ...typographyStyles.caption1, margin: 0, color: tokens.colorNeutralForeground2 },
  stack: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  select: { minWidth: 0 },
  caution: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  rest: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  more: { alignSelf: "flex-start", marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})` },
});

export interface SendOptionsProps {
  readonly config: PublicConfig;
  readonly options: Options;
  readonly nameStore: NameStore;
  /** Now, in milliseconds. */
  readonly nowMs: number;
  readonly onChange: (options: Partial<Options>) => void;
  /** The passphrase as it stands cannot be used: say so. */
  readonly isChecked: boolean;
  /** What else can be chosen here. */
  readonly more?: ReactNode;
}

function RouteField({ config, options, nameStore, onChange }: SendOptionsProps) {
  const styles = useStyles();
  const strings = useStrings();
  const { common, send } = strings.pages;
  const words = send.options;
  const routes = openRoutes(config);
  const route = routes.find(({ number }) => number === options.route);
  if (route === undefined) return null;
  const labelOf = ({ label }: PublicRoute): string =>
    common.language === "ja" ? label.ja : label.en;
  const names = route.stores.map(({ id }) => nameStore(id)).join(common.listSeparator);
  const places = placesOf(route, strings).join(common.listSeparator);
  const hints = [places === "" ? "" : words.routeWhere(places), words.routeRule(route.k, route.n)];
  return (
    <div className={styles.stack}>
      {routes.length > 1 ? (
        <Field label={words.route}>
          <Select
            className={styles.select}
            onChange={(_event, data) => {
              onChange({ route: Number(data.value) });
            }}
            value={String(options.route)}
          >
            {routes.map((each) => (
              <option key={each.number} value={each.number}>
                {labelOf(each)}
              </option>
            ))}
          </Select>
        </Field>
      ) : (
        <>
          <p className={styles.label}>{words.route}</p>
          <p className={styles.fixed}>{labelOf(route)}</p>
        </>
      )}
      <p className={styles.hint} title={names}>
        {hints.filter((hint) => hint !== "").join(" · ")}
      </p>
    </div>
  );
}

function ExpiryField({ config, options, nowMs, onChange }: SendOptionsProps) {
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const words = send.options;
  return (
    <Field
      hint={words.until(common.moment(expiryOf(options.expiryDays, nowMs)))}
      label={words.expiry}
    >
      <Select
        className={styles.select}
        onChange={(_event, data) => {
          onChange({ expiryDays: Number(data.value) });
        }}
        value={String(options.expiryDays)}
      >
        {expiryChoices(config).map((days) => (
          <option key={days} value={days}>
            {words.days(days)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function PassphraseFields({ options, onChange, isChecked }: SendOptionsProps) {
  const styles = useStyles();
  const { common, send } = useStrings().pages;
  const [isShown, setShown] = useState(false);
  const { passphrase, repeated } = options;
  const isEmpty = isChecked && passphrase === "";
  const isDifferent =
    passphrase !== repeated && (isChecked || repeated.length >= passphrase.length);
  return (
    <>
      <div className={styles.two}>
        <PassphraseInput
          isShown={isShown}
          kind="new"
          label={common.passphrase.label}
          onChange={(value) => {
            onChange({ passphrase: value });
          }}
          onToggle={setShown}
          problem={isEmpty ? common.passphrase.empty : undefined}
          value={passphrase}
        />
        <PassphraseInput
          isShown={isShown}
          kind="new"
          label={common.passphrase.repeat}
          onChange={(value) => {
            onChange({ repeated: value });
          }}
          onToggle={setShown}
          problem={isDifferent ? common.passphrase.different : undefined}
          value={repeated}
        />
      </div>
      <p className={styles.caution}>{send.options.passphraseCaution}</p>
    </>
  );
}

function MoreFields({ options, onChange }: SendOptionsProps) {
  const styles = useStyles();
  const words = useStrings().pages.send.options;
  return (
    <div className={styles.two}>
      <Field hint={words.fromHint} label={words.from}>
        <Input
          autoComplete="name"
          maxLength={200}
          onChange={(_event, { value }) => {
            onChange({ name: value });
          }}
          value={options.name}
        />
      </Field>
      <Field hint={words.contactHint} label={words.contact}>
        <Input
          autoComplete="tel"
          maxLength={200}
          onChange={(_event, { value }) => {
            onChange({ contact: value });
          }}
          value={options.contact}
        />
      </Field>
    </div>
  );
}

/** Whether a route seals what it carries: only then a passphrase can protect it. */
function takesPassphrase(config: PublicConfig, number: number): boolean {
  return config.routes.find((route) => route.number === number)?.suite === 1;
}

export function SendOptionsPanel(props: SendOptionsProps) {
  const { config, options, onChange } = props;
  const styles = useStyles();
  const words = useStrings().pages.send.options;
  const [isMore, setMore] = useState(false);
  const moreId = useId();
  const canProtect = takesPassphrase(config, options.route);
  return (
    <Panel heading={words.heading}>
      <div className={styles.grid}>
        <RouteField {...props} />
        <ExpiryField {...props} />
      </div>
      <Checkbox
        checked={canProtect && options.usesPassphrase}
        disabled={!canProtect}
        label={canProtect ? words.usePassphrase : words.passphraseNotHere}
        onChange={(_event, { checked }) => {
          onChange({ usesPassphrase: checked === true });
        }}
      />
      {canProtect && options.usesPassphrase && <PassphraseFields {...props} />}
      <Button
        appearance="transparent"
        aria-controls={moreId}
        aria-expanded={isMore}
        className={styles.more}
        icon={isMore ? <ChevronUpRegular /> : <ChevronDownRegular />}
        iconPosition="after"
        onClick={() => {
          setMore(!isMore);
        }}
      >
        {words.more}
      </Button>
      <div hidden={!isMore} id={moreId}>
        <div className={styles.rest}>
          <MoreFields {...props} />
          {props.more}
        </div>
      </div>
    </Panel>
  );
}
