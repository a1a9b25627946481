import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect } from "react";
import { useConnection } from "wagmi";
import { AccountMenu } from "./AccountMenu";
import { WalletChoice } from "./WalletChoice";

/** Connects a wallet, or shows the connected one. */
export function WalletButton() {
  const { status, address } = useConnection();
  const [opened, { open, close }] = useDisclosure();
  // Else the choice would open by itself where the wallet disconnects later.
  useEffect(() => {
    if (status === "connected") close();
  }, [status, close]);
  if (status === "connected") return <AccountMenu address={address} />;
  return (
    <>
      <Button onClick={open}>{status === "reconnecting" ? "Connecting…" : "Connect wallet"}</Button>
      <Modal opened={opened} onClose={close} title="Connect a wallet">
        <WalletChoice />
      </Modal>
    </>
  );
}
