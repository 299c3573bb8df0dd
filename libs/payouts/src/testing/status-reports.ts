/** What a bank says of a transfer, or of all of them. */
export interface MadeWord {
  readonly status: string;
  readonly reason?: string;
}

export interface MadeTransferWord extends MadeWord {
  readonly payoutId: string;
  readonly amount?: string;
}

export interface MadeReport {
  readonly paymentFileId: string;
  readonly messageId?: string;
  /** The whole message. */
  readonly group?: MadeWord;
  /** The one batch of our files. */
  readonly batch?: MadeWord;
  readonly transfers?: readonly MadeTransferWord[];
}

const reasonXml = (reason: string | undefined): string =>
  reason === undefined ? '' : `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>`;

type NameOf = (id: string) => string;

function transferXml(
  { payoutId, status, reason, amount }: MadeTransferWord,
  nameOf: NameOf,
): string {
  const original =
    amount === undefined
      ? ''
      : `<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt></OrgnlTxRef>`;
  return `<TxInfAndSts><OrgnlEndToEndId>${nameOf(payoutId)}</OrgnlEndToEndId>
    <TxSts>${status}</TxSts>${reasonXml(reason)}${original}</TxInfAndSts>`;
}

/** A pain.002.001.10 as banks write it, who know payouts and files by their names. */
export function statusReportFile(made: MadeReport, nameOf: NameOf): Uint8Array {
  const { paymentFileId, messageId = 'ANSWER', group, batch, transfers = [] } = made;
  const order = nameOf(paymentFileId);
  const ofGroup =
    group === undefined ? '' : `<GrpSts>${group.status}</GrpSts>${reasonXml(group.reason)}`;
  const ofBatch =
    batch === undefined ? '' : `<PmtInfSts>${batch.status}</PmtInfSts>${reasonXml(batch.reason)}`;
  const batches =
    batch === undefined && transfers.length === 0
      ? ''
      : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${order}</OrgnlPmtInfId>${ofBatch}
         ${transfers.map((word) => transferXml(word, nameOf)).join('')}</OrgnlPmtInfAndSts>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>2026-01-20T06:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${order}</OrgnlMsgId>
<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${ofGroup}</OrgnlGrpInfAndSts>
${batches}</CstmrPmtStsRpt></Document>`);
}
