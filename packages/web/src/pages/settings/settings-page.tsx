import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { AnswerOf } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { PageHead } from '../../shell/page-head.tsx';
import { AboutCard, FilesCard } from './about-card.tsx';
import { BillingSetting } from './billing-setting.tsx';
import { CurrencySetting } from './currency-setting.tsx';
import { MachineSetting } from './machine-setting.tsx';
import { OwnPricesSetting } from './own-prices-setting.tsx';
import { RetentionSetting } from './retention-setting.tsx';
import { ThemeSetting } from './theme-setting.tsx';
import { WebhooksCard } from './webhooks-card.tsx';
import { ZoneSetting } from './zone-setting.tsx';
import './settings.css';

export type Settings = GetAnswer<'/settings'>;

/** What can be chosen, and where it is kept. */
export const SettingsPage = () => {
  const answer = useAnswer('/settings', {}, { still: true });
  const { data: status } = useStatus();
  return (
    <>
      <PageHead title="Settings" actions={<TableActions command="meterline config --show" />} />
      <AnswerOf result={answer} lines={5} height={90}>
        {(settings) => (
          <>
            <Card title="Days and money">
              {status !== undefined && <ZoneSetting settings={settings} now={status.now} />}
              <CurrencySetting settings={settings} />
            </Card>
            <Card title="Prices">
              <OwnPricesSetting />
              <BillingSetting settings={settings} />
            </Card>
            <Card title="Records">
              {status !== undefined && <RetentionSetting settings={settings} now={status.now} />}
              <MachineSetting settings={settings} />
            </Card>
            <WebhooksCard />
            <Card title="This page">
              <ThemeSetting />
            </Card>
            <FilesCard settings={settings} />
            <AboutCard settings={settings} status={status} />
          </>
        )}
      </AnswerOf>
    </>
  );
};
