import { useId, useState } from "react";
import { useSheets } from "../api/queries";
import type { RosterSeat, Sheet } from "../api/types";
import { personaName, plural, shortHex } from "../lib/format";
import { ballotsOf, unanimous } from "../lib/sheet";
import { Avatar, Digest } from "../ui/Bits";

/** Which persona voted for whose entry, and why, by the operators' revealed sheets. */
export function BallotBoard({ roundId, roster }: { roundId: number; roster: RosterSeat[] }) {
  const { data } = useSheets(roundId);
  const [chosen, setChosen] = useState(0);
  const revealed = (data?.items ?? []).filter((sheet) => sheet.ballots !== null);
  const sheet = revealed[chosen] ?? revealed[0];
  if (!sheet) return null;
  return (
    <section className="stack">
      <h2>Ballots</h2>
      {unanimous(revealed) ? (
        <p className="hint">Each persona votes for another’s entry. {agreement(revealed.length)}</p>
      ) : (
        <OperatorChoice sheets={revealed} chosen={chosen} choose={setChosen} />
      )}
      <ul className="plain ballots">
        {ballotsOf(sheet, roster).map(({ voter, choice, why }) => (
          <li key={voter.index} className="ballot">
            <span className="ballot-pair">
              <Avatar id={voter.persona_id} name={personaName(voter)} size={30} />
              <strong>{personaName(voter)}</strong>
              <span aria-label="votes for">→</span>
              <Avatar id={choice.persona_id} name={personaName(choice)} size={30} />
              <strong>{personaName(choice)}</strong>
            </span>
            {why && <p>{why}</p>}
          </li>
        ))}
      </ul>
      {sheet.sheet && (
        <p className="hint">
          Score sheet pinned as <Digest value={sheet.sheet.digest} />
          {sheet.sheet.problem && `: ${sheet.sheet.problem}`}
        </p>
      )}
    </section>
  );
}

const agreement = (count: number) =>
  count === 1 ? "One operator revealed." : `All ${plural(count, "operator")} that revealed agree.`;

interface OperatorChoiceProps {
  sheets: Sheet[];
  chosen: number;
  choose: (index: number) => void;
}

function OperatorChoice({ sheets, chosen, choose }: OperatorChoiceProps) {
  const id = useId();
  return (
    <p className="row">
      <label htmlFor={id}>The operators differ. Sheet of</label>
      <select id={id} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
        {sheets.map((sheet, index) => (
          <option key={sheet.operator} value={index}>
            operator {sheet.number} ({shortHex(sheet.operator)})
          </option>
        ))}
      </select>
    </p>
  );
}
