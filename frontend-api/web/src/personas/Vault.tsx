import { Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { VaultDetail } from "../api/generated";
import { vaultGetOptions } from "../api/generated/@tanstack/react-query.gen";
import type { PersonaDetail } from "../api/types";
import { formatTime } from "../lib/format";
import { Address, TxHash } from "../ui/Bits";
import { AssetAmount } from "../ui/AssetAmount";
import { Asked, Empty } from "../ui/Notice";
import { nameOf } from "./cast";
import { Tip } from "./Tip";

const REFETCH_MS = 15_000;

/** What a persona earned, who shares in it, and how to add to it. */
export function Vault({ persona }: { persona: PersonaDetail }) {
  const vault = useQuery({ ...vaultGetOptions({ path: { persona_id: persona.id } }), refetchInterval: REFETCH_MS });
  return (
    <Asked query={vault} what="the vault">
      {(found) => (
        <Stack gap="xl">
          <Income vault={found} name={nameOf(persona)} />
          {found.weight === "0" ? (
            <Text c="dimmed">Nobody shares in it yet, so it takes no tips. It opens when governance activates the persona.</Text>
          ) : (
            <Tip vault={found} name={nameOf(persona)} />
          )}
          <Holders vault={found} />
          <Deposits vault={found} />
        </Stack>
      )}
    </Asked>
  );
}

function Income({ vault, name }: { vault: VaultDetail; name: string }) {
  return (
    <Stack component="section" aria-labelledby="vault">
      <Title order={2} id="vault">
        Vault
      </Title>
      <Text>
        All that {name} earns goes to its vault <Address value={vault.address} />, which shares it by weight among those who hold
        its contributions.
      </Text>
      {vault.assets.length > 0 && (
        <Table.ScrollContainer minWidth={320}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Came in</Table.Th>
                <Table.Th>Claimed</Table.Th>
                <Table.Th>In the vault</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {vault.assets.map(({ asset, received, claimed, held }) => (
                <Table.Tr key={asset}>
                  {[received, claimed, held].map((amount, place) => (
                    <Table.Td key={place}>
                      <AssetAmount asset={asset} amount={amount} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Holders({ vault }: { vault: VaultDetail }) {
  if (!vault.holders.length) return null;
  const share = (weight: string) => `${Number((BigInt(weight) * 10_000n) / BigInt(vault.weight)) / 100}%`;
  return (
    <Stack component="section" aria-labelledby="holders">
      <Title order={2} id="holders">
        Who shares in it
      </Title>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Holder</Table.Th>
              <Table.Th>Contributions</Table.Th>
              <Table.Th>Share</Table.Th>
              <Table.Th>Can be claimed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {vault.holders.map((one) => (
              <Table.Tr key={one.holder}>
                <Table.Td>
                  <Address value={one.holder} />
                </Table.Td>
                <Table.Td>{one.contributions}</Table.Td>
                <Table.Td>{vault.weight === "0" ? "–" : share(one.weight)}</Table.Td>
                <Table.Td>
                  {one.earnings.map(({ asset, claimable }) => (
                    <div key={asset}>
                      <AssetAmount asset={asset} amount={claimable} />
                    </div>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function Deposits({ vault }: { vault: VaultDetail }) {
  return (
    <Stack component="section" aria-labelledby="deposits">
      <Title order={2} id="deposits">
        What came in
      </Title>
      {vault.deposits.length === 0 ? (
        <Empty>Nothing yet. Prizes of rounds and tips come here.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table>
            <Table.Tbody>
              {vault.deposits.map((deposit, place) => (
                <Table.Tr key={place}>
                  <Table.Td>{deposit.kind === "prize" ? "prize of a round" : "payment"}</Table.Td>
                  <Table.Td>
                    <AssetAmount asset={deposit.asset} amount={deposit.amount} />
                  </Table.Td>
                  <Table.Td>{formatTime(deposit.time)}</Table.Td>
                  <Table.Td>
                    <TxHash value={deposit.tx} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
