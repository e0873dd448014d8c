// SPDX-License-Identifier: MIT
// The fields, progress, failures and questions of a sign-in; in the welcome page and in the dialog alike.
#pragma once

#include <kanal/core/ids.h>

#include <QWidget>

class QBoxLayout;
class QFrame;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace kanal::presenters
{
class LoginPresenter;
struct LoginState;
} // namespace kanal::presenters

namespace kanal::ui
{

class LoginForm : public QWidget
{
    Q_OBJECT

public:
    /// Whether one may leave without signing in.
    enum class Leave { Possible, Impossible };
    LoginForm(presenters::LoginPresenter &login, Leave leave, QWidget *parent = nullptr);

Q_SIGNALS:
    void signedIn(kanal::AccountId account);
    void dismissed();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeFields(QBoxLayout *rows);
    void makeErrorBox(QBoxLayout *rows);
    void makeCertificateBox(QBoxLayout *rows);
    void makeSecretBox(QBoxLayout *rows);
    void makeButtons(QBoxLayout *rows);
    void render();
    void renderQuestions(const presenters::LoginState &state);
    void renderFields();
    void collectFields();
    void submit();
    void cancel();

    presenters::LoginPresenter &m_login;
    const Leave m_leave;
    QWidget *m_fields = nullptr;
    QLineEdit *m_server = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_capsHint = nullptr;
    QFrame *m_errorBox = nullptr;
    QLabel *m_errorTitle = nullptr;
    QLabel *m_errorMessage = nullptr;
    QLabel *m_errorDetails = nullptr;
    QPushButton *m_detailsButton = nullptr;
    QFrame *m_certificateBox = nullptr;
    QLabel *m_certificateText = nullptr;
    QLabel *m_fingerprint = nullptr;
    QFrame *m_secretBox = nullptr;
    QLabel *m_secretText = nullptr;
    QProgressBar *m_busy = nullptr;
    QLabel *m_progress = nullptr;
    QPushButton *m_signIn = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace kanal::ui
