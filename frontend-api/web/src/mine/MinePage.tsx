import { Tabs } from "@mantine/core";
import { useConnection } from "wagmi";
import type { Hex } from "../api/types";
import { Address } from "../ui/Bits";
import { Empty } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { WalletChoice } from "../wallet/WalletChoice";
import { Held } from "./Held";
import { Revenue } from "./Revenue";
import { Votes } from "./Votes";

/** What one gave, what it earned, and how one voted. All of it is public: it is of whoever is connected. */
export default function MinePage() {
  const { address } = useConnection();
  return (
    <Page>
      <PageHead
        title="My contributions"
        lead={
          address && (
            <>
              Of the account <Address value={address} />.
            </>
          )
        }
      />
      {address ? <Mine key={address} address={address} /> : <Empty action={<WalletChoice />}>Connect a wallet to see what you gave and what it earned.</Empty>}
    </Page>
  );
}

function Mine({ address }: { address: Hex }) {
  return (
    <>
      <Revenue address={address} />
      <Tabs defaultValue="contributions" keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="contributions">Contributions</Tabs.Tab>
          <Tabs.Tab value="votes">My votes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="contributions">
          <Held address={address} />
        </Tabs.Panel>
        <Tabs.Panel value="votes">
          <Votes address={address} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
