import { Text } from "@mantine/core";
import type { MovementOut, TreasuryOut } from "../api/generated";
import { formatTime } from "../lib/format";
import { AssetAmount } from "../ui/AssetAmount";
import { Address, TxHash } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { ProposalLink } from "../ui/Links";
import { Asked } from "../ui/Notice";
import { Panel } from "../ui/Section";
import { useTreasury } from "./queries";

const SHOWN = 10;

/** What the DAO owns, and what it got and spent. */
export function TreasuryPanel() {
  const treasury = useTreasury();
  return (
    <Panel title="Treasury">
      <Asked query={treasury} what="the treasury">
        {(found) => <Treasury treasury={found} />}
      </Asked>
    </Panel>
  );
}

function Treasury({ treasury }: { treasury: TreasuryOut }) {
  return (
    <>
      {treasury.assets.map(({ asset, balance }) => (
        <Text key={asset} size="lg">
          <AssetAmount asset={asset} amount={balance} />
        </Text>
      ))}
      <Text size="sm" c="dimmed" component="div">
        Held by the timelock <Address value={treasury.address} />. Only an executed proposal can spend it.
      </Text>
      <details>
        <summary>What came in and went out</summary>
        <DataTable
          label="The newest movements of the treasury"
          rows={treasury.movements.slice(0, SHOWN)}
          keyOf={(movement, place) => `${movement.tx} ${place}`}
          empty="Nothing yet."
          columns={[
            { head: "When", cell: (movement) => formatTime(movement.time) },
            { head: "Amount", number: true, cell: ({ direction, asset, amount }) => (<>{direction === "in" ? "+" : "−"} <AssetAmount asset={asset} amount={amount} /></>) },
            { head: "With", cell: (movement) => <Other movement={movement} /> },
            { head: "By", cell: ({ proposal_id }) => proposal_id !== null && <ProposalLink id={proposal_id} /> },
            { head: "Transaction", cell: (movement) => <TxHash value={movement.tx} /> },
          ]}
        />
      </details>
    </>
  );
}

function Other({ movement: { direction, contract, other } }: { movement: MovementOut }) {
  return (
    <>
      {direction === "in" ? "from " : "to "}
      {contract ?? <Address value={other} />}
    </>
  );
}
